"""Names that look dead to vulture and are not, each group with who uses it."""

# mypy: ignore-errors
# ruff: noqa: B018, F821

# Python itself: names of a module that are loaded when they are asked for.
_.__getattr__
_.__dir__
# click calls these of its groups.
_.list_commands
_.get_command
_.format_commands
_.ctx
# argparse calls this of its parsers.
_._print_message
# Commands are found by their module's name.
_.bench
_.desktop
_.doctor
# Fields that other libraries read: CUDA's copy, FFmpeg's decoders, OpenGL, ImGui, ctypes, numpy.
_.srcMemoryType
_.srcDevice
_.srcPitch
_.dstMemoryType
_.dstArray
_.WidthInBytes
_.Height
_.interval
_.blanking
_.exposures
_.skip_frame
_.bit_rate
_.thread_type
_.thread_count
_.field_order
_.scissor
_.blend_func
_.repeat_x
_.repeat_y
_.backend_flags
_.config_input_text_cursor_blink
_.delta_time
_.font_size_base
_.font_scale_dpi
_.disabled_alpha
_.hover_delay_normal
_.readonly
_._fields_
# Python itself: a texture of moderngl's becomes one that can be read in OpenGL ES.
_.__class__
# Members of enumerations that are looked up by their value.
_.TOP_LEFT
_.DYNAMIC
# A key of a TypedDict.
_.asks_source
# What a metric says, for tables.
_.meaning
# Python's protocol of `with`.
_.traceback
# For hosts of an `Upscaler`.
_.render_into
# For scripts that drive the player, by `play(on_tick=...)`.
_.screenshot
_.compare
# The tokeniser with kinds and spans together: the one definition that the tests of the reader hold;
# its two halves, `pieces` and `matches`, are what hot paths take.
_.tokenise
# The kinds of findings in words, to which a test holds the documents and what is found.
_.FINDINGS
# The Qt widget: what users call, and what Qt does.
_.setTexture
_.videoSink
_.background
_.sizeHint
_.initializeGL
_.paintGL
# What PyInstaller takes from hooks, and by which it finds them.
_.hiddenimports
_.datas
_.excludedimports
_.hook_dirs
# http.server calls and reads these of its handlers and servers.
_.daemon_threads
_.protocol_version
_.do_GET
_.do_POST
_.close_connection
_.log_message
# tools/networks.py and convert call these.
_.compute_passes
_.user_shader
