package io.jobarrays.server;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Compiled classes of the server for the tests of its structure. */
final class ServerClasses {
    static final String ROOT = "io.jobarrays.server";

    private ServerClasses() {}

    static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    /** Package below the root package; empty for the root package. */
    static String name(JavaClass type) {
        String name = type.getPackageName().substring(ROOT.length());
        return name.isEmpty() ? "" : name.substring(1);
    }

    /** First part of that package. */
    static String top(JavaClass type) {
        return name(type).replaceAll("\\..*", "");
    }
}
