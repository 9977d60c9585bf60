// The classes of Unity that the exported scripts use, as its scripting reference declares them, so
// that the scripts can be compiled. They do nothing.
using System;

namespace UnityEngine
{
    public class Object
    {
        public HideFlags hideFlags { get; set; }
        public static void Destroy(Object o) { }
    }
    public class Component : Object
    {
        public GameObject gameObject { get { return null; } }
        public T GetComponent<T>() { return default(T); }
    }
    public class Behaviour : Component { }
    public class MonoBehaviour : Behaviour { }
    public sealed class GameObject : Object
    {
        public GameObject(string name, params Type[] components) { }
        public T GetComponent<T>() { return default(T); }
    }
    public class Texture : Object { public virtual int width { get; set; } public virtual int height { get; set; } }
    public class RenderTexture : Texture
    {
        public RenderTexture(int width, int height, int depth) { }
        public void Release() { }
    }
    public class Shader : Object
    {
        public static Shader Find(string name) { return null; }
        public static int PropertyToID(string name) { return 0; }
    }
    public class Material : Object { public Material(Shader shader) { } }
    public sealed class Camera : Behaviour { public RenderTexture targetTexture { get; set; } }
    public sealed class Canvas : Behaviour
    {
        public RenderMode renderMode { get; set; }
        public int sortingOrder { get; set; }
    }
    public static class Graphics { public static void ExecuteCommandBuffer(Rendering.CommandBuffer buffer) { } }
    public static class Screen { public static int width { get { return 0; } } public static int height { get { return 0; } } }
    public static class SystemInfo { public static bool graphicsUVStartsAtTop { get { return false; } } }
    public static class QualitySettings { public static ColorSpace activeColorSpace { get { return ColorSpace.Linear; } } }
    public static class Mathf { public static int RoundToInt(float f) { return 0; } }
    public struct Vector4 { public Vector4(float x, float y, float z, float w) { } }
    public struct Vector2Int { public Vector2Int(int x, int y) { } public int x { get { return 0; } } public int y { get { return 0; } } }
    public struct Matrix4x4 { public static Matrix4x4 identity { get { return new Matrix4x4(); } } }
    public enum HideFlags { HideAndDontSave = 61 }
    public enum ColorSpace { Gamma, Linear }
    public enum FilterMode { Point, Bilinear, Trilinear }
    public enum RenderTextureFormat { ARGB32, ARGBHalf = 2 }
    public enum RenderTextureReadWrite { Default, Linear, sRGB }
    public enum RenderMode { ScreenSpaceOverlay, ScreenSpaceCamera, WorldSpace }
    public enum MeshTopology { Triangles, Quads = 2 }
    public sealed class RangeAttribute : Attribute { public RangeAttribute(float min, float max) { } }
    public sealed class RequireComponent : Attribute { public RequireComponent(Type type) { } }
}

namespace UnityEngine.UI
{
    public class RawImage : MonoBehaviour { public Texture texture { get; set; } public bool raycastTarget { get; set; } }
}

namespace UnityEngine.Rendering
{
    public struct ScriptableRenderContext { }
    public static class RenderPipelineManager
    {
        public static event Action<ScriptableRenderContext, Camera> endCameraRendering { add { } remove { } }
    }
    public enum RenderBufferLoadAction { Load, Clear, DontCare }
    public enum RenderBufferStoreAction { Store, Resolve, StoreAndResolve, DontCare }
    public struct RenderTargetIdentifier
    {
        public RenderTargetIdentifier(int nameID) { }
        public static implicit operator RenderTargetIdentifier(Texture texture) { return new RenderTargetIdentifier(); }
    }
    public class CommandBuffer : IDisposable
    {
        public string name { get; set; }
        public void Dispose() { }
        public void SetGlobalVector(int nameID, Vector4 value) { }
        public void SetGlobalFloat(int nameID, float value) { }
        public void SetGlobalTexture(int nameID, RenderTargetIdentifier value) { }
        public void GetTemporaryRT(int nameID, int width, int height, int depthBuffer, FilterMode filter, RenderTextureFormat format, RenderTextureReadWrite readWrite) { }
        public void ReleaseTemporaryRT(int nameID) { }
        public void SetRenderTarget(RenderTargetIdentifier rt, RenderBufferLoadAction loadAction, RenderBufferStoreAction storeAction) { }
        public void DrawProcedural(Matrix4x4 matrix, Material material, int shaderPass, MeshTopology topology, int vertexCount) { }
    }
}
