"""``anime4k-gl convert``."""

from __future__ import annotations

from pathlib import Path

import click

from ...terminal import say_line


@click.command()
@click.argument("model")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help="File to write: .glsl, the shader, or .safetensors, the network.",
)
@click.option("--name", help="Name in the shader.  [default: the file's]")
@click.option(
    "--chroma",
    metavar="luma|joint",
    help="What colours get of luma's change: all, or each its share.",
)
@click.option(
    "--form",
    default="fragment",
    show_default=True,
    metavar="fragment|compute",
    help="Of the shader: for any player, or for OpenGL 4.3 and later.",
)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
def convert(
    model: str, output: str, name: str | None, chroma: str | None, form: str, overwrite: bool
) -> None:
    """Convert a small convolutional network to an mpv user shader, which draws what it does.

    MODEL is an ONNX file (.onnx) of a network that doubles luma, or one of this project's
    (.safetensors). Of ONNX it may have convolutions, ReLU, PReLU, CReLU, sums, products with
    constants, concatenation and, at its end, DepthToSpace; what cannot be held is named.
    """
    from ...errors import OptionError
    from ...exporters import write_files
    from ...networks.convert import OUTPUTS, load_network, shader_of

    path = Path(output)
    if path.suffix.lower() not in OUTPUTS:
        raise OptionError(f"{output}: must end in {', '.join(OUTPUTS)}")
    network = load_network(model, name=name, chroma=chroma)
    if path.suffix.lower() == ".safetensors":
        if path.exists() and not overwrite:
            raise OptionError(f"{output} already exists; pass --overwrite to replace it")
        network.save(path)
    else:
        text = shader_of(network, Path(model).name, form=form)
        write_files({path.name: text}, path.parent, overwrite=overwrite)
    maps = f"{len(network.maps)} maps, {network.multiply_adds} multiply-adds a pixel"
    say_line(f"{output}: {network.name}, {maps}; doubles luma")
