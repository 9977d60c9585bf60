@CREDIT@

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
