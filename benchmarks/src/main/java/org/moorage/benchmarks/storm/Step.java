package org.moorage.benchmarks.storm;

/// A step in the life of a volume: one call to the CSI server, made again until it succeeds.
public enum Step {
    CREATE("CreateVolume"),
    ATTACH("ControllerPublishVolume"),
    SNAPSHOT("CreateSnapshot"),
    DELETE_SNAPSHOT("DeleteSnapshot"),
    EXPAND("ControllerExpandVolume"),
    DETACH("ControllerUnpublishVolume"),
    DELETE("DeleteVolume");

    private final String call;

    Step(String call) {
        this.call = call;
    }

    /// The call's name in CSI.
    public String call() {
        return call;
    }
}
