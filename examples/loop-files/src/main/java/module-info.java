/// Volumes that are files of one host, attached to it as loop devices: the example of `docs/writing-a-backend.md`.
module org.example.loopfiles {
    requires org.moorage.api;

    provides org.moorage.api.plugin.BackendProvider with
            org.example.loopfiles.LoopFilesProvider;
}
