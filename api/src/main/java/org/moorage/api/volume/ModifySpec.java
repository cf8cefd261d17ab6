package org.moorage.api.volume;

import java.util.Map;
import org.moorage.api.Secrets;

/// The change that a caller wants (CSI 1.13, ControllerModifyVolumeRequest).
///
/// @param volume     the volume to change
/// @param parameters the parameters of the VolumeAttributesClass, as written there
/// @param secrets    the secrets of the request
public record ModifySpec(VolumeId volume, Map<String, String> parameters, Secrets secrets) {
    /// Copies the parameters.
    public ModifySpec {
        parameters = Map.copyOf(parameters);
    }
}
