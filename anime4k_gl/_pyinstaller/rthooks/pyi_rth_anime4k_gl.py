"""The hook that runs first in a packed program: one that was started as a worker is no more.

``transcode_many`` gives each file to a process of its own, which Python would start by a module;
a packed program can start nothing but itself.
"""

import sys

_FLAG = "--anime4k-gl-worker"

vars(sys)["anime4k_gl_worker"] = _FLAG  # for whoever starts one
if sys.argv[1:] == [_FLAG]:
    from anime4k_gl.transcoding.shelf.worker import main

    main()
    sys.exit()
