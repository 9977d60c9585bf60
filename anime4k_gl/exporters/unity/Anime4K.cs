@CREDIT@

using UnityEngine;
using UnityEngine.Rendering;

/// <summary>Scales a texture up: Anime4K.Draw(commands, source, destination, ...).</summary>
public static class Anime4K
{
    static readonly int SourceSize = Shader.PropertyToID("_SourceSize");
    static readonly int OutputSize = Shader.PropertyToID("_OutputSize");
    static readonly int FromBelow = Shader.PropertyToID("_FromBelow");
    static readonly int LinearLight = Shader.PropertyToID("_LinearLight");
    static readonly int Source = Shader.PropertyToID("_A4K_@SOURCE@");
    @IDS@

    public static Material CreateMaterial()
    {
        var shader = Shader.Find("Hidden/Anime4K");
        return new Material(shader) { hideFlags = HideFlags.HideAndDontSave };
    }

    /// <summary>Scales a texture up into a render texture, at once.</summary>
    public static void Blit(Texture source, RenderTexture destination, Material material)
    {
        // Pictures' first row is their lowest; that of what was rendered is up to the graphics API.
        bool fromBelow = !(source is RenderTexture) || !SystemInfo.graphicsUVStartsAtTop;
        using (var commands = new CommandBuffer { name = "Anime4K" })
        {
            Draw(commands, source, new Vector2Int(source.width, source.height), destination,
                new Vector2Int(destination.width, destination.height), material, fromBelow);
            Graphics.ExecuteCommandBuffer(commands);
        }
    }

    public static void Draw(CommandBuffer commands, RenderTargetIdentifier source, Vector2Int from,
        RenderTargetIdentifier destination, Vector2Int to, Material material, bool fromBelow)
    {
        bool linear = QualitySettings.activeColorSpace == ColorSpace.Linear;
        commands.SetGlobalVector(SourceSize, new Vector4(from.x, from.y, 0, 0));
        commands.SetGlobalVector(OutputSize, new Vector4(to.x, to.y, 0, 0));
        commands.SetGlobalFloat(FromBelow, fromBelow ? 1 : 0);
        commands.SetGlobalFloat(LinearLight, linear ? 1 : 0);
        commands.SetGlobalTexture(Source, source);
        @PASSES@
    }

    static void Pass(CommandBuffer commands, Material material, int pass, int texture, int width,
        int height)
    {
        commands.GetTemporaryRT(texture, width, height, 0, FilterMode.Bilinear,
            RenderTextureFormat.ARGBHalf, RenderTextureReadWrite.Linear);
        Pass(commands, material, pass, new RenderTargetIdentifier(texture));
        commands.SetGlobalTexture(texture, new RenderTargetIdentifier(texture));
    }

    static void Pass(CommandBuffer commands, Material material, int pass,
        RenderTargetIdentifier target)
    {
        commands.SetRenderTarget(target, RenderBufferLoadAction.DontCare,
            RenderBufferStoreAction.Store);
        commands.DrawProcedural(Matrix4x4.identity, material, pass, MeshTopology.Triangles, 3);
    }
}
