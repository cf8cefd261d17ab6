package org.moorage.openstack.testing;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// What a server shows of itself, which can be changed between two handshakes.
public final class SwitchedKeys extends X509ExtendedKeyManager {
    private volatile PrivateKey key;
    private volatile X509Certificate[] chain;

    public SwitchedKeys(PrivateKey key, X509Certificate... chain) {
        show(key, chain);
    }

    public void show(PrivateKey newKey, X509Certificate... newChain) {
        key = newKey;
        chain = newChain;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return type.equals(key.getAlgorithm()) ? "shown" : null;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return chooseServerAlias(type, issuers, null);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[] {"shown"};
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }
}
