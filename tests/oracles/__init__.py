"""Programs asked for the right picture: mpv, libplacebo, Direct3D, hosts of exports."""
