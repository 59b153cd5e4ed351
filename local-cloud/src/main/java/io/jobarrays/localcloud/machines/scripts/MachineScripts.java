package io.jobarrays.localcloud.machines.scripts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shell scripts of this package's resources. */
public final class MachineScripts {
    private static final List<String> VPC_SCRIPTS =
            List.of(
                    "network.sh",
                    "users.sh",
                    "template.sh",
                    "etc.sh",
                    "expose.sh",
                    "layers.sh",
                    "hide.sh",
                    "stand-ins.sh",
                    "accounts.sh",
                    "disk.sh",
                    "machine.sh",
                    "memory.sh",
                    "link.sh",
                    "mount-fault.sh",
                    "init.sh",
                    "sshd.sh",
                    "syslog.py",
                    "stand-ins/shutdown.sh",
                    "stand-ins/sudo.sh",
                    "stand-ins/systemctl.sh",
                    "stand-ins/wall.sh",
                    "stand-ins/journalctl.sh",
                    "stand-ins/ec2-metadata.sh",
                    "stand-ins/cloud-init.sh",
                    "stand-ins/hostnamectl.sh",
                    "stand-ins/packages.sh",
                    "stand-ins/service.sh",
                    "stand-ins/timedatectl.sh",
                    "stand-ins/unavailable.sh");

    private MachineScripts() {}

    public static String text(String name) {
        try (InputStream in = MachineScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the scripts of the VPC and its instances into one directory. */
    public static void writeVpcScripts(Path directory) throws IOException {
        for (String name : VPC_SCRIPTS) {
            Files.writeString(directory.resolve(Path.of(name).getFileName()), text(name));
        }
    }

    /** Writes a script as an executable file. */
    public static void install(String name, Path program) throws IOException {
        Files.writeString(program, text(name));
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
    }
}
