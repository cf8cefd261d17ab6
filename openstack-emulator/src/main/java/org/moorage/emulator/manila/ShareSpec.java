package org.moorage.emulator.manila;

import java.util.Map;
import java.util.Optional;

/// What a request for a new share asks for.
///
/// @param size in GiB
record ShareSpec(
        Share.Text text,
        String protocol,
        int size,
        ShareType type,
        Optional<String> zone,
        Optional<String> networkId,
        Share.Origin origin,
        Map<String, String> metadata) {}
