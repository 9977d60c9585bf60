-- OBS's own libraries: a picture, a script's filter on it, the result as bytes.
--
--     luajit obs_render.lua SCRIPT.lua FILTER_ID PICTURE.lua WIDTH HEIGHT OUTPUT.rgba [KEY=VALUE ...]
--
-- Needs a display. libobs compiles the effects with its own parser, and draws through OpenGL.
local ffi = require("ffi")
ffi.cdef [[
typedef struct {
    const char *graphics_module;
    uint32_t fps_num, fps_den, base_width, base_height, output_width, output_height;
    int output_format;
    uint32_t adapter;
    bool gpu_conversion;
    int colorspace, range, scale_type;
} obs_video_info;
void *XOpenDisplay(const char *name);
int usleep(unsigned int microseconds);
void _exit(int status);
void obs_set_nix_platform(int platform);
void obs_set_nix_platform_display(void *display);
bool obs_startup(const char *locale, const char *path, void *store);
int obs_reset_video(obs_video_info *info);
bool obs_scripting_load(void);
void *obs_script_create(const char *path, void *settings);
bool obs_script_loaded(void *script);
void *obs_data_create(void);
void obs_data_set_double(void *data, const char *name, double value);
void *obs_source_create_private(const char *id, const char *name, void *settings);
void obs_source_filter_add(void *source, void *filter);
uint32_t obs_source_get_width(void *source);
uint32_t obs_source_get_height(void *source);
void obs_source_video_render(void *source);
void obs_enter_graphics(void);
void obs_leave_graphics(void);
void *gs_texrender_create(int format, int depth);
bool gs_texrender_begin(void *target, uint32_t width, uint32_t height);
void gs_texrender_end(void *target);
void *gs_texrender_get_texture(void *target);
void gs_ortho(float left, float right, float top, float bottom, float near, float far);
void gs_blend_state_push(void);
void gs_blend_state_pop(void);
void gs_blend_function(int source, int destination);
void *gs_stagesurface_create(uint32_t width, uint32_t height, int format);
void gs_stage_texture(void *surface, void *texture);
bool gs_stagesurface_map(void *surface, uint8_t **data, uint32_t *pitch);
]]

local script, filter_id, picture, width, height, output = unpack(arg, 1, 6)
width, height = tonumber(width), tonumber(height)
local obs = ffi.load("libobs.so.0", true)
local scripting = ffi.load("libobs-scripting.so.1")
local RGBA, BLEND_ZERO, BLEND_ONE = 3, 0, 1
local X11_EGL = 1

local display = ffi.load("libX11.so.6").XOpenDisplay(nil)
assert(display ~= nil, "no display")
obs.obs_set_nix_platform(X11_EGL)
obs.obs_set_nix_platform_display(display)
assert(obs.obs_startup("en-US", nil, nil))
-- With its number, as libraries come without the development package.
local info = ffi.new("obs_video_info", { "libobs-opengl.so.1", 30, 1, width, height, width, height,
    6, 0, true, 2, 2, 2 }) -- RGBA, 709, full range, bicubic
assert(obs.obs_reset_video(info) == 0, "no video")
scripting.obs_scripting_load() -- false where Python's is missing
for _, path in ipairs({ picture, script }) do
    local made = scripting.obs_script_create(path, nil)
    assert(made ~= nil and scripting.obs_script_loaded(made), path .. " does not load")
end

local settings = obs.obs_data_create()
for index = 7, #arg do
    local key, value = arg[index]:match("^(.-)=(.*)$")
    obs.obs_data_set_double(settings, key, tonumber(value))
end
local source = obs.obs_source_create_private("test_picture", "picture", nil)
local filter = obs.obs_source_create_private(filter_id, "filter", settings)
assert(source ~= nil and filter ~= nil)
obs.obs_source_filter_add(source, filter)
for _ = 1, 500 do -- until the filter has ticked
    if obs.obs_source_get_width(source) == width then break end
    ffi.C.usleep(20000)
end
assert(obs.obs_source_get_width(source) == width, obs.obs_source_get_width(source))
assert(obs.obs_source_get_height(source) == height, obs.obs_source_get_height(source))

obs.obs_enter_graphics()
local target = obs.gs_texrender_create(RGBA, 0)
assert(obs.gs_texrender_begin(target, width, height))
obs.gs_ortho(0, width, 0, height, -100, 100)
obs.gs_blend_state_push()
obs.gs_blend_function(BLEND_ONE, BLEND_ZERO)
obs.obs_source_video_render(source)
obs.gs_blend_state_pop()
obs.gs_texrender_end(target)
local surface = obs.gs_stagesurface_create(width, height, RGBA)
obs.gs_stage_texture(surface, obs.gs_texrender_get_texture(target))
local data, pitch = ffi.new("uint8_t *[1]"), ffi.new("uint32_t[1]")
assert(obs.gs_stagesurface_map(surface, data, pitch))
local file = assert(io.open(output, "wb"))
for row = 0, height - 1 do
    file:write(ffi.string(data[0] + row * pitch[0], 4 * width))
end
file:close()
obs.obs_leave_graphics()
-- libobs's threads are still about; its orderly end is of no interest here.
io.stdout:flush()
ffi.C._exit(0)
