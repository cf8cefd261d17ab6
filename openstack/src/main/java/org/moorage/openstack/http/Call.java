package org.moorage.openstack.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request to a service.
///
/// @param operation    what the request is for, the `request` label of metrics: `volume_create`
/// @param method       the HTTP method
/// @param path         the path below the endpoint, parts encoded, with a leading slash: `/volumes/detail`
/// @param query        query parameters in order; values are encoded by the transport
/// @param body         what is sent as JSON: a record, with the wrapping object that the API asks for
/// @param microversion the version the service is asked to speak: `3.60`; empty sends no version header
/// @param repeat       whether the request may be sent again when its outcome is not known
public record Call(
        String operation,
        Method method,
        String path,
        Map<String, List<String>> query,
        Optional<Object> body,
        Optional<String> microversion,
        Repeat repeat) {
    /// The HTTP methods in use.
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /// Whether the transport may send a request again by itself.
    public enum Repeat {
        /// The same again does no harm: reads, deletions, writes that are refused the second time.
        SAFE,
        /// Only when it is certain that the service did not act on it: the connection was never made, or it
        /// was refused with 429, with 413 and a time to wait, or with 503 by something in front of the
        /// service, which shows by the missing request id or by `Retry-After`.
        ONLY_IF_REFUSED
    }
}
