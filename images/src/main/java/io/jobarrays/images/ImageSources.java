package io.jobarrays.images;

import java.nio.file.Path;
import java.util.Map;

/**
 * Files that images are made of.
 *
 * @param java runtime of the programs
 * @param replaced by path in the checkout, what takes the place of that file or directory
 */
record ImageSources(Path checkout, Path java, Processor processor, Map<String, Path> replaced) {

    ImageSources {
        replaced = Map.copyOf(replaced);
    }

    /** As the modules of the checkout were built, on a machine with this processor. */
    static ImageSources built(Path checkout, Path java) {
        return new ImageSources(checkout, java, Processor.AMD64, Map.of());
    }

    Path of(String source) {
        return replaced.getOrDefault(source, checkout.resolve(source));
    }
}
