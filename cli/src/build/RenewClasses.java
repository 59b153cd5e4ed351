import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar's classes in today's class file version. picocli is compiled for Java 5, and the
 * ahead-of-time cache leaves such classes out; verifying them anew took half the time of a call.
 */
final class RenewClasses {
    private RenewClasses() {}

    public static void main(String... args) throws IOException {
        Path jar = Path.of(args[0]);
        Path renewed = Path.of(jar + ".renewed");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                ZipInputStream from = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(renewed))) {
            ClassFile classes =
                    ClassFile.of(
                            StackMapsOption.GENERATE_STACK_MAPS,
                            ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofClassLoading(loader)));
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                ZipEntry written = new ZipEntry(entry.getName());
                written.setTime(entry.getTime());
                to.putNextEntry(written);
                byte[] bytes = from.readAllBytes();
                to.write(isClass(entry.getName()) ? renew(classes, bytes) : bytes);
            }
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.contains("module-info");
    }

    private static byte[] renew(ClassFile classes, byte[] bytes) {
        ClassModel old = classes.parse(bytes);
        // Only code that is built anew gets the stack maps that newer versions demand.
        return classes.transformClass(
                old,
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                        .andThen(
                                ClassTransform.endHandler(
                                        it -> it.withVersion(ClassFile.JAVA_21_VERSION, 0))));
    }
}
