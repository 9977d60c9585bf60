/* Runs pixel shaders as Windows players do: Microsoft's compiler, a Direct3D 9 device.
 *
 *     chain.exe compile PROFILE FILE...
 *     chain.exe run FORMAT WIDTH HEIGHT IN OUT FILE...
 *
 * `compile` prints "FILE SLOTS" for each file, its instruction slots as the compiler counts them.
 * `run` compiles each file as ps_3_0 and draws the chain: each shader reads, as points, the surface
 * that the one before it drew. IN and OUT are pixels as they lie in a surface of FORMAT, row 0 on
 * top: 16f, 32f, a8 or x8 (both of the latter B, G, R, A or nothing).
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include <d3d9.h>
#include <d3dcompiler.h>

#define OK(call) check((call), #call, __LINE__)

static pD3DCompile compile_source;
static pD3DDisassemble disassemble;

static void fail(const char *what)
{
    fprintf(stderr, "chain: %s\n", what);
    exit(1);
}

static void check(HRESULT result, const char *call, int line)
{
    if (FAILED(result)) {
        fprintf(stderr, "chain.c:%d: %s: 0x%08lx\n", line, call, (unsigned long)result);
        exit(1);
    }
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail(path);
    fseek(file, 0, SEEK_END);
    *size = ftell(file);
    rewind(file);
    char *data = malloc(*size + 1);
    if (fread(data, 1, *size, file) != *size)
        fail(path);
    data[*size] = 0;
    fclose(file);
    return data;
}

/* Warnings count as errors: a player that meets one may show it, and each hides a mistake. */
static ID3DBlob *compile_file(const char *path, const char *profile)
{
    size_t size;
    char *text = read_file(path, &size);
    ID3DBlob *code = NULL, *messages = NULL;
    HRESULT result = compile_source(text, size, path, NULL, NULL, "main", profile, 0, 0, &code,
                                    &messages);
    if (messages)
        fprintf(stderr, "%s\n", (char *)messages->lpVtbl->GetBufferPointer(messages));
    if (FAILED(result) || messages)
        fail(path);
    free(text);
    return code;
}

static int slots_of(ID3DBlob *code)
{
    ID3DBlob *text;
    OK(disassemble(code->lpVtbl->GetBufferPointer(code), code->lpVtbl->GetBufferSize(code), 0, "",
                   &text));
    const char *at = text->lpVtbl->GetBufferPointer(text), *found = NULL;
    /* "// approximately 42 instruction slots used", with a capital for shader model 4. */
    for (; (at = strstr(at, "pproximately ")); at++)
        found = at + strlen("pproximately ");
    if (!found)
        fail("no slots in the disassembly");
    return atoi(found);
}

static IDirect3DDevice9 *create_device(void)
{
    IDirect3D9 *d3d = Direct3DCreate9(D3D_SDK_VERSION);
    if (!d3d)
        fail("no Direct3D 9");
    HWND window = CreateWindowA("static", "chain", WS_OVERLAPPEDWINDOW, 0, 0, 64, 64, NULL, NULL,
                                NULL, NULL);
    D3DPRESENT_PARAMETERS present = {0};
    present.Windowed = TRUE;
    present.SwapEffect = D3DSWAPEFFECT_DISCARD;
    present.hDeviceWindow = window;
    IDirect3DDevice9 *device;
    OK(d3d->lpVtbl->CreateDevice(d3d, D3DADAPTER_DEFAULT, D3DDEVTYPE_HAL, window,
                                 D3DCREATE_HARDWARE_VERTEXPROCESSING, &present, &device));
    return device;
}

/* Copies pixels between a file's bytes and a surface in system memory. */
static void move_pixels(IDirect3DSurface9 *surface, char *pixels, UINT row, UINT height, BOOL out)
{
    D3DLOCKED_RECT locked;
    OK(surface->lpVtbl->LockRect(surface, &locked, NULL, out ? D3DLOCK_READONLY : 0));
    for (UINT y = 0; y < height; y++) {
        char *there = (char *)locked.pBits + (size_t)y * locked.Pitch;
        char *here = pixels + (size_t)y * row;
        memcpy(out ? here : there, out ? there : here, row);
    }
    OK(surface->lpVtbl->UnlockRect(surface));
}

static void draw(IDirect3DDevice9 *device, float width, float height)
{
    /* A pixel's centre is at whole numbers in Direct3D 9, a texel's in the middle. */
    const struct { float x, y, z, w, u, v; } corners[4] = {
        {-0.5f, -0.5f, 0.5f, 1, 0, 0},
        {width - 0.5f, -0.5f, 0.5f, 1, 1, 0},
        {-0.5f, height - 0.5f, 0.5f, 1, 0, 1},
        {width - 0.5f, height - 0.5f, 0.5f, 1, 1, 1},
    };
    OK(device->lpVtbl->BeginScene(device));
    OK(device->lpVtbl->DrawPrimitiveUP(device, D3DPT_TRIANGLESTRIP, 2, corners, sizeof *corners));
    OK(device->lpVtbl->EndScene(device));
}

static void set_states(IDirect3DDevice9 *device)
{
    OK(device->lpVtbl->SetFVF(device, D3DFVF_XYZRHW | D3DFVF_TEX1));
    OK(device->lpVtbl->SetRenderState(device, D3DRS_CULLMODE, D3DCULL_NONE));
    OK(device->lpVtbl->SetRenderState(device, D3DRS_LIGHTING, FALSE));
    OK(device->lpVtbl->SetRenderState(device, D3DRS_ZENABLE, FALSE));
    OK(device->lpVtbl->SetRenderState(device, D3DRS_ALPHABLENDENABLE, FALSE));
    /* Points; the addresses stay as Direct3D has them, repeating. */
    OK(device->lpVtbl->SetSamplerState(device, 0, D3DSAMP_MINFILTER, D3DTEXF_POINT));
    OK(device->lpVtbl->SetSamplerState(device, 0, D3DSAMP_MAGFILTER, D3DTEXF_POINT));
}

static void run(char **arguments, int count)
{
    static const struct { const char *name; D3DFORMAT format; UINT bytes; } formats[] = {
        {"16f", D3DFMT_A16B16G16R16F, 8},
        {"32f", D3DFMT_A32B32G32R32F, 16},
        {"a8", D3DFMT_A8R8G8B8, 4},
        {"x8", D3DFMT_X8R8G8B8, 4},
    };
    size_t kind = 0, size;
    while (strcmp(formats[kind].name, arguments[0]))
        if (++kind == sizeof formats / sizeof *formats)
            fail("unknown format");
    D3DFORMAT format = formats[kind].format;
    UINT width = atoi(arguments[1]), height = atoi(arguments[2]), row = width * formats[kind].bytes;
    char *pixels = read_file(arguments[3], &size);
    if (size != (size_t)row * height)
        fail("IN has not the size of the picture");

    IDirect3DDevice9 *device = create_device();
    set_states(device);
    IDirect3DTexture9 *textures[2];
    IDirect3DSurface9 *surfaces[2], *memory;
    for (int i = 0; i < 2; i++) {
        OK(device->lpVtbl->CreateTexture(device, width, height, 1, D3DUSAGE_RENDERTARGET, format,
                                         D3DPOOL_DEFAULT, &textures[i], NULL));
        OK(textures[i]->lpVtbl->GetSurfaceLevel(textures[i], 0, &surfaces[i]));
    }
    OK(device->lpVtbl->CreateOffscreenPlainSurface(device, width, height, format,
                                                   D3DPOOL_SYSTEMMEM, &memory, NULL));
    move_pixels(memory, pixels, row, height, FALSE);
    OK(device->lpVtbl->UpdateSurface(device, memory, NULL, surfaces[0], NULL));

    const float constants[8] = {width, height, 0, 0, 1.0f / width, 1.0f / height, 0, 0};
    OK(device->lpVtbl->SetPixelShaderConstantF(device, 0, constants, 2));
    int from = 0;
    for (char **path = arguments + 5; path < arguments + count; path++, from = !from) {
        ID3DBlob *code = compile_file(*path, "ps_3_0");
        IDirect3DPixelShader9 *shader;
        OK(device->lpVtbl->CreatePixelShader(device, code->lpVtbl->GetBufferPointer(code),
                                             &shader));
        OK(device->lpVtbl->SetRenderTarget(device, 0, surfaces[!from]));
        OK(device->lpVtbl->SetTexture(device, 0, (IDirect3DBaseTexture9 *)textures[from]));
        OK(device->lpVtbl->SetPixelShader(device, shader));
        draw(device, width, height);
        OK(device->lpVtbl->SetTexture(device, 0, NULL));
    }
    OK(device->lpVtbl->GetRenderTargetData(device, surfaces[from], memory));
    move_pixels(memory, pixels, row, height, TRUE);
    FILE *out = fopen(arguments[4], "wb");
    if (!out || fwrite(pixels, 1, size, out) != size || fclose(out))
        fail(arguments[4]);
    /* Without taking the device down: that is the driver's code, not ours to test. */
    TerminateProcess(GetCurrentProcess(), 0);
}

int main(int count, char **arguments)
{
    HMODULE compiler = LoadLibraryA("d3dcompiler_47.dll");
    if (!compiler)
        fail("no d3dcompiler_47.dll");
    compile_source = (pD3DCompile)(void *)GetProcAddress(compiler, "D3DCompile");
    disassemble = (pD3DDisassemble)(void *)GetProcAddress(compiler, "D3DDisassemble");
    if (!compile_source || !disassemble)
        fail("d3dcompiler_47.dll lacks a function");

    if (count > 3 && !strcmp(arguments[1], "compile")) {
        for (int i = 3; i < count; i++)
            printf("%s %d\n", arguments[i], slots_of(compile_file(arguments[i], arguments[2])));
    } else if (count > 7 && !strcmp(arguments[1], "run")) {
        run(arguments + 2, count - 2);
    } else {
        fail("compile PROFILE FILE... | run FORMAT WIDTH HEIGHT IN OUT FILE...");
    }
    return 0;
}
