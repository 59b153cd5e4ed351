package io.jobarrays.localcloud.front;

/** Thrown where a signature does not hold; each service words it its own way. */
final class Denied extends Exception {
    private final Denial denial;

    Denied(Denial denial) {
        super(denial.sentence(), null, false, false);
        this.denial = denial;
    }

    Denial denial() {
        return denial;
    }
}
