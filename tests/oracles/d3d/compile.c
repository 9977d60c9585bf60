/* Compiles HLSL with d3dcompiler_47.dll: compile.exe LIST, a list of lines FILE ENTRY PROFILE.
 * Prints what the compiler says; the exit code is how many did not compile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

typedef struct Blob Blob;
typedef struct {
    HRESULT(STDMETHODCALLTYPE *QueryInterface)(Blob *, REFIID, void **);
    ULONG(STDMETHODCALLTYPE *AddRef)(Blob *);
    ULONG(STDMETHODCALLTYPE *Release)(Blob *);
    void *(STDMETHODCALLTYPE *GetBufferPointer)(Blob *);
    SIZE_T(STDMETHODCALLTYPE *GetBufferSize)(Blob *);
} BlobTable;
struct Blob {
    BlobTable *table;
};
typedef HRESULT(WINAPI *Compile)(const void *, SIZE_T, const char *, const void *, void *,
                                 const char *, const char *, UINT, UINT, Blob **, Blob **);

int main(int argc, char **argv)
{
    HMODULE library = LoadLibraryA("d3dcompiler_47.dll");
    Compile compile = library ? (Compile)(void *)GetProcAddress(library, "D3DCompile") : NULL;
    FILE *list = argc == 2 ? fopen(argv[1], "r") : NULL;
    char path[200], entry[100], profile[20];
    int failed = 0;
    if (!compile || !list)
        return 100;
    while (fscanf(list, "%199s %99s %19s", path, entry, profile) == 3) {
        static char text[1 << 20];
        Blob *code = NULL, *said = NULL;
        FILE *file = fopen(path, "rb");
        if (!file)
            return 101;
        size_t length = fread(text, 1, sizeof text, file);
        fclose(file);
        HRESULT result = compile(text, length, path, NULL, NULL, entry, profile, 0, 0, &code, &said);
        printf("%s %s %s: %s\n", path, entry, profile, result < 0 ? "FAILED" : "compiled");
        if (said)
            printf("%s\n", (char *)said->table->GetBufferPointer(said));
        failed += result < 0;
    }
    return failed;
}
