package io.jobarrays.localcloud.front;

/** Thrown where a signature does not hold; each service words it its own way. */
final class SignatureDenied extends Exception {
    private final DenialReason denial;

    SignatureDenied(DenialReason denial) {
        super(denial.sentence(), null, false, false);
        this.denial = denial;
    }

    DenialReason denial() {
        return denial;
    }
}
