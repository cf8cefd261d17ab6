import org.jspecify.annotations.NullMarked;

/// An OpenStack in one process: Keystone, Cinder, Manila, Nova and instance metadata over HTTP on loopback, kept in
/// memory, with a sparse file behind each volume, a loop device for each attachment and a directory behind each share.
///
/// {@link org.moorage.emulator.Emulator} starts one inside a test or a demo;
/// `org.moorage.emulator.command.Main` starts one on its own.
@NullMarked
module org.moorage.emulator {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports org.moorage.emulator;
    exports org.moorage.emulator.command;
    exports org.moorage.emulator.fault;
    exports org.moorage.emulator.log;
    exports org.moorage.emulator.policy;

    opens org.moorage.emulator.command to
            info.picocli;
}
