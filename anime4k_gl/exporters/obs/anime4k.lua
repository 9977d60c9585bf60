@CREDIT@

local obs = obslua

local PRESET = "@PRESET@"

-- What each slider of the filter is: name, label, first value, least, most, step, help.
local SLIDERS = {
@SLIDERS@
}

-- What each pass is: its name, its effect's uniforms, and its output and that one's size.
local PASSES = {
@PASSES@
}

local EFFECTS = {}

@EFFECTS@

local function free(filter)
    obs.obs_enter_graphics()
    for _, pass in ipairs(filter.passes) do
        if pass.effect ~= nil then obs.gs_effect_destroy(pass.effect) end
    end
    for _, texture in pairs(filter.textures) do
        obs.gs_texrender_destroy(texture)
    end
    filter.passes, filter.textures = {}, {}
    obs.obs_leave_graphics()
end

local function make(filter)
    obs.obs_enter_graphics()
    filter.textures.source = obs.gs_texrender_create(obs.GS_RGBA, obs.GS_ZS_NONE)
    for index, pass in ipairs(PASSES) do
        local effect = obs.gs_effect_create(EFFECTS[pass.name], "anime4k_" .. pass.name, nil)
        local params = {}
        if effect == nil then
            filter.failed = true
            obs.script_log(obs.LOG_ERROR, "Anime4K: pass " .. pass.name .. " does not compile")
        else
            for _, name in ipairs(pass.uniforms) do
                params[name] = obs.gs_effect_get_param_by_name(effect, name)
            end
        end
        filter.passes[index] = { effect = effect, params = params }
        local format = index == #PASSES and obs.GS_RGBA or obs.GS_RGBA16F
        filter.textures[pass.output] = obs.gs_texrender_create(format, obs.GS_ZS_NONE)
    end
    obs.obs_leave_graphics()
end

-- Draws with an effect into a texture, whatever was being drawn to before.
local function draw(texture, width, height, paint)
    obs.gs_texrender_reset(texture)
    if not obs.gs_texrender_begin(texture, width, height) then return end
    obs.gs_ortho(0.0, width, 0.0, height, -100.0, 100.0)
    obs.gs_blend_state_push()
    obs.gs_blend_function(obs.GS_BLEND_ONE, obs.GS_BLEND_ZERO)
    paint()
    obs.gs_blend_state_pop()
    obs.gs_texrender_end(texture)
end

local function run_pass(filter, index, sizes)
    local pass, made = PASSES[index], filter.passes[index]
    local width, height = pass.size(sizes.source_width, sizes.source_height, sizes.full_width,
        sizes.full_height)
    draw(filter.textures[pass.output], width, height, function()
        for _, name in ipairs(pass.uniforms) do
            local value = sizes[name] or filter.values[name]
            local param = made.params[name]
            if value ~= nil then
                obs.gs_effect_set_float(param, value)
            else
                local input = filter.textures[name:match("^(.*)_image$")]
                obs.gs_effect_set_texture(param, obs.gs_texrender_get_texture(input))
            end
        end
        while obs.gs_effect_loop(made.effect, "Draw") do
            obs.gs_draw_sprite(nil, 0, width, height)
        end
    end)
end

local info = {
    id = "anime4k_gl_" .. PRESET:gsub("%W", "_"),
    type = obs.OBS_SOURCE_TYPE_FILTER,
    output_flags = obs.OBS_SOURCE_VIDEO,
}

info.get_name = function()
    return "Anime4K " .. PRESET
end

info.create = function(settings, source)
    local filter = { source = source, width = 0, height = 0 }
    filter.passes, filter.textures, filter.values = {}, {}, {}
    make(filter)
    info.update(filter, settings)
    return filter
end

info.destroy = function(filter)
    free(filter)
end

info.update = function(filter, settings)
    for _, slider in ipairs(SLIDERS) do
        filter.values[slider[1]] = obs.obs_data_get_double(settings, slider[1])
    end
end

info.get_defaults = function(settings)
    for _, slider in ipairs(SLIDERS) do
        obs.obs_data_set_default_double(settings, slider[1], slider[3])
    end
end

info.get_properties = function()
    local properties = obs.obs_properties_create()
    for _, slider in ipairs(SLIDERS) do
        local name, label, _, least, most, step, help = unpack(slider)
        local property = obs.obs_properties_add_float_slider(
            properties, name, label, least, most, step)
        obs.obs_property_set_long_description(property, help)
    end
    return properties
end

info.video_tick = function(filter)
    local target = obs.obs_filter_get_target(filter.source)
    filter.width = target ~= nil and obs.obs_source_get_base_width(target) or 0
    filter.height = target ~= nil and obs.obs_source_get_base_height(target) or 0
end

local function scaled(filter, side)
    return math.floor(side * filter.values.scale + 0.5)
end

info.get_width = function(filter)
    return scaled(filter, filter.width)
end

info.get_height = function(filter)
    return scaled(filter, filter.height)
end

info.video_render = function(filter)
    local width, height = filter.width, filter.height
    local plain = obs.obs_get_base_effect(obs.OBS_EFFECT_DEFAULT)
    if filter.failed or width == 0 or height == 0 or not obs.obs_source_process_filter_begin(
        filter.source, obs.GS_RGBA, obs.OBS_NO_DIRECT_RENDERING) then
        obs.obs_source_skip_video_filter(filter.source)
        return
    end
    draw(filter.textures.source, width, height, function()
        obs.obs_source_process_filter_end(filter.source, plain, width, height)
    end)
    local sizes = {
        source_width = width,
        source_height = height,
        full_width = scaled(filter, width),
        full_height = scaled(filter, height),
    }
    for index = 1, #PASSES do
        run_pass(filter, index, sizes)
    end
    local result = obs.gs_texrender_get_texture(filter.textures[PASSES[#PASSES].output])
    obs.gs_effect_set_texture(obs.gs_effect_get_param_by_name(plain, "image"), result)
    while obs.gs_effect_loop(plain, "Draw") do
        obs.gs_draw_sprite(result, 0, sizes.full_width, sizes.full_height)
    end
end

function script_description()
    return "Adds the filter Anime4K " .. PRESET
        .. " (Anime4K by B. Peng and contributors, 2019, MIT licence)."
end

obs.obs_register_source(info)
