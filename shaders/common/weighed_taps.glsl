// Statements that sum up TAP(i), the TAPS taps from `first` on around `centre`, where nothing is
// stretched

    float weights[TAPS];
    for (int i = 0; i < TAPS; i++) {
        float away = abs(float(first + i) + 0.5 - centre);
        weights[i] = KERNEL_AFTER(i < TAPS / 2 ? TAPS / 2 - 1 - i : i - TAPS / 2, away);
    }
    // Not around the fetches: a software rasteriser computes both sides of a branch.
    if (first < 0 || first + TAPS > size) {
        for (int i = 0; i < TAPS; i++) weights[i] *= counts(first + i, size);
    }
    for (int i = 0; i < TAPS; i++) {
        float away = abs(float(first + i) + 0.5 - centre);
        add(TAP(i), away, weights[i]);
    }
