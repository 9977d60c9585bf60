"""The C# of the Unity target: what draws the passes, and two ways to call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..chain.build import PortablePass
from ..chain.scaled import SOURCE, Extent

_CORE = """\

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
@PASSES@    }

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
"""

_CAMERA = """\

using UnityEngine;
using UnityEngine.Rendering;
using UnityEngine.UI;

/// <summary>Renders a camera at a part of the screen's size and shows it scaled up.</summary>
[RequireComponent(typeof(Camera))]
public class Anime4KCamera : MonoBehaviour
{
    [Range(1, 4)] public float scale = @SCALE@f;
    public Material material;
    RenderTexture small, large;
    Camera own;
    RawImage screen;

    void OnEnable()
    {
        own = GetComponent<Camera>();
        if (material == null) material = Anime4K.CreateMaterial();
        // Behind every other canvas, since user interfaces are to stay sharp.
        var canvas = new GameObject("Anime4K", typeof(Canvas), typeof(RawImage));
        canvas.GetComponent<Canvas>().renderMode = RenderMode.ScreenSpaceOverlay;
        canvas.GetComponent<Canvas>().sortingOrder = short.MinValue;
        screen = canvas.GetComponent<RawImage>();
        screen.raycastTarget = false;
        RenderPipelineManager.endCameraRendering += AfterPipeline;
    }

    void OnDisable()
    {
        RenderPipelineManager.endCameraRendering -= AfterPipeline;
        own.targetTexture = null;
        Destroy(screen.gameObject);
        Release();
    }

    void Update()
    {
        int width = Mathf.RoundToInt(Screen.width / scale);
        int height = Mathf.RoundToInt(Screen.height / scale);
        if (large != null && large.width == Screen.width && large.height == Screen.height
            && small.width == width && small.height == height) return;
        own.targetTexture = null;
        Release();
        own.targetTexture = small = new RenderTexture(width, height, 24);
        screen.texture = large = new RenderTexture(Screen.width, Screen.height, 0);
    }

    void Release()
    {
        if (small != null) small.Release();
        if (large != null) large.Release();
        small = large = null;
    }

    // The built-in pipeline calls this one, the others that one.
    void OnPostRender()
    {
        Upscale();
    }

    void AfterPipeline(ScriptableRenderContext context, Camera camera)
    {
        if (camera == own) Upscale();
    }

    void Upscale()
    {
        if (large != null) Anime4K.Blit(small, large, material);
    }
}
"""


def core_script(passes: Sequence[PortablePass], sizes: Mapping[str, Extent]) -> str:
    """Return the class that draws the passes into textures of their sizes."""
    ids, calls = [], []
    for each in passes[:-1]:
        size = sizes[each.output]
        width, height = (_side(axis, size) for axis in "xy")
        ids.append(
            f"    static readonly int {_id(each.output)} ="
            f' Shader.PropertyToID("_A4K_{each.output}");\n'
        )
        calls.append(
            f"        Pass(commands, material, {each.index}, {_id(each.output)}, {width},"
            f" {height});\n"
        )
        calls += _released(passes, each)
    last = passes[-1]
    calls.append(f"        Pass(commands, material, {last.index}, destination);\n")
    calls += _released(passes, last)
    return (
        _CORE.replace("@SOURCE@", SOURCE)
        .replace("@IDS@", "".join(ids))
        .replace("@PASSES@", "".join(calls))
    )


def _released(passes: Sequence[PortablePass], after: PortablePass) -> list[str]:
    """Return the calls that give back what no later pass reads."""
    return [
        f"        commands.ReleaseTemporaryRT({_id(name)});\n"
        for name in dict.fromkeys(i.texture for i in after.inputs)
        if name != SOURCE
        and not any(i.texture == name for later in passes[after.index + 1 :] for i in later.inputs)
    ]


def _id(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_")) + "Texture"


def _side(axis: str, size: Extent) -> str:
    if axis in size.of_source:
        return f"from.{axis}"
    if size.divisor == 1:
        return f"to.{axis}"
    return f"(to.{axis} + {size.divisor - 1}) / {size.divisor}"


def camera_script(scale: float) -> str:
    """Return the component for cameras, in any pipeline."""
    return _CAMERA.replace("@SCALE@", f"{scale:g}")


def readme(scale: float) -> str:
    """Return how to install what was exported, at a scale."""
    return f"""
Unity 2021.3 or later
---------------------
Copy Anime4K.cs into Assets/Anime4K, and Anime4K.shader into Assets/Anime4K/Resources: nothing else
refers to it, so a build would leave it out elsewhere.

Anywhere, any pipeline (a video, a picture, a render texture):

    material = Anime4K.CreateMaterial();                   // once; its properties are the strengths
    Anime4K.Blit(videoPlayer.texture, largeRenderTexture, material);

The scale is that of the two textures' sizes; the picture is scaled with catmull_rom.

Cameras, in the built-in pipeline, URP and HDRP: copy Anime4KCamera.cs too and add the component to
a camera. It renders at the screen's sides divided by Scale ({scale:g}), and is shown scaled up,
behind every canvas. Leave URP's own Render Scale at 1. The editor says that no camera renders to
the display: turn that off in the Game view's menu (Warn if No Cameras Rendering).

Linear colour space (the default) is converted on the way in and out; the passes want the numbers
that displays get. Put the passes after tone mapping: they expect 0 to 1.
"""
