package org.moorage.openstack.config;

import java.util.Optional;
import org.moorage.api.Secret;

/// One `key = value` of a configuration file.
///
/// @param section    the section, in lower case
/// @param subsection the subsection as written, empty for none
/// @param key        the key, in lower case; empty for the section's header itself
/// @param value      the value without quotes and escapes; empty for a key without `=`
/// @param place      where it is written
record Setting(String section, String subsection, String key, Optional<Secret> value, Place place) {}
