// scaled_by(): how much is to be done: all where the picture was scaled by two, nothing where by one

float scaled_by() {
    return clamp(2.0 * GREY_size.x / input_size.x - 1.0, 0.0, 1.0);
}
