"""The target mpc: pixel shaders for MPC-BE, MPC-HC, madVR and MPC Video Renderer."""
