package io.jobarrays.localcloud.front;

/** Thrown for an invalid signature; each service maps the reason to its own error. */
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
