package io.jobarrays.localcloud.front;

/** How much of an answer its client gets. */
enum Delivery {
    WHOLE,
    /** The connection closes after half of the body. */
    CUT,
    /** The connection closes without an answer. */
    LOST
}
