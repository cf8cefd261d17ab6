package org.moorage.openstack.config;

/// The access to one cloud as the files said it at one moment. Two that are equal lead to the same session.
///
/// @param access   what the configuration says of the cloud
/// @param tlsFiles what the files of its TLS settings held, as digests
public record CloudRevision(CloudAccess access, String tlsFiles) {}
