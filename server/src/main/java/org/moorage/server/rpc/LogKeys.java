package org.moorage.server.rpc;

/// The keys of the pairs in log lines.
public final class LogKeys {
    public static final String RPC = "rpc";
    public static final String CODE = "code";
    public static final String ELAPSED_MS = "elapsed_ms";
    public static final String REQUEST_ID = "request_id";
    public static final String ERROR = "error";
    public static final String DRIVER = "driver";
    public static final String ENDPOINT = "endpoint";

    private LogKeys() {}
}
