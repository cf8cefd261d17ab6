package org.moorage.benchmarks.storm;

/// What lives in a storm.
public enum Subject {
    /// Volumes of Cinder, created, attached, detached and deleted.
    VOLUMES("cinder-csi-plugin"),
    /// NFS shares of Manila, created with an access rule and deleted, with credentials in each call.
    SHARES("manila-csi-plugin");

    private final String program;

    Subject(String program) {
        this.program = program;
    }

    /// The plugin's program in the package.
    public String program() {
        return program;
    }
}
