"""Hook points, the textures passes save there, and the run of the user's passes."""
