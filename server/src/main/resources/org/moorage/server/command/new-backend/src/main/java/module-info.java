/// The backend `my-store` of Moorage: a module that provides a backend, and needs the SPI alone.
module org.example.mystore {
    requires org.moorage.api;

    provides org.moorage.api.plugin.BackendProvider with
            org.example.mystore.StoreProvider;
}
