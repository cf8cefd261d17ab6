package org.moorage.openstack.session;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.http.OpenStackError;

/// Says what a failed first login means for whoever wrote the configuration.
final class LoginRefusals {
    private LoginRefusals() {}

    /// One line: the cloud, what Keystone said, and the cure.
    static Refusal of(OpenStackError error, String cloud, CloudAccess access) {
        var said = cloud + ": Keystone at " + access.authUrl() + " ";
        return new Refusal(said + detail(error, access), error);
    }

    /// Whether the login may succeed later without anybody changing the configuration: the cloud cannot be reached, or
    /// is in trouble.
    static boolean passing(OpenStackError error) {
        return !causedBy(CertificateException.class, error)
                && !causedBy(CertPathBuilderException.class, error)
                && (!causedBy(SSLException.class, error) || brokenOff(error))
                && (error.kind() != OpenStackError.Kind.REFUSED || error.status() == 429 || error.status() >= 500);
    }

    /// Whether the connection broke in the middle of a handshake, as when a load balancer begins anew.
    private static boolean brokenOff(Throwable error) {
        return causedBy(EOFException.class, error) || causedBy(SocketException.class, error);
    }

    private static String detail(OpenStackError error, CloudAccess access) {
        var url = access.vocabulary().spell("auth-url");
        if (error.kind() == OpenStackError.Kind.DEADLINE) {
            return "did not answer in time: check " + url + " and that this host reaches it";
        }
        if (causedBy(CertificateException.class, error) || causedBy(CertPathBuilderException.class, error)) {
            return "shows a certificate that is not believed (" + root(error) + "): write "
                    + access.vocabulary().spell("ca-file")
                    + " = the CA that signed it, and use the name that it is made out to";
        }
        if (causedBy(SSLException.class, error)) {
            return "cannot be spoken to over TLS (" + root(error) + "): check whether " + url + " begins with http://";
        }
        if (error.status() == 404
                && access.credential() instanceof Credential.ApplicationCredential
                && error.faultMessage().orElse("").contains("Could not find Application Credential")) {
            return refused(error, access);
        }
        if (error.status() == 404 || (error.status() > 0 && error.status() < 400)) {
            return "is no Keystone v3 (it answers " + error.status() + " without a token): " + url
                    + " must be as in https://KEYSTONE:5000/v3";
        }
        return switch (error.status()) {
            case 0 -> "cannot be reached (" + root(error) + "): check " + url + ", and that this host reaches it";
            case 401 -> refused(error, access);
            default ->
                "refuses the login (" + error.status() + ", "
                        + error.faultMessage().orElse("no reason given") + "): check " + url + " and " + keys(access);
        };
    }

    private static String refused(OpenStackError error, CloudAccess access) {
        return "refuses the credentials (" + error.faultMessage().orElse("401") + "): check " + keys(access);
    }

    private static String keys(CloudAccess access) {
        var words = access.vocabulary();
        return switch (access.credential()) {
            case Credential.Password _ ->
                words.spell("username") + ", " + words.spell("password") + ", their domain and the project";
            case Credential.ApplicationCredential _ ->
                words.spell("application-credential-id") + " and its secret, and that it has not expired";
            case Credential.Token _ -> words.spell("token") + ", which may have expired, and the project";
            case Credential.Trust _ ->
                words.spell("trust-id") + ", " + words.spell("trustee-id") + " and " + words.spell("trustee-password");
        };
    }

    private static boolean causedBy(Class<? extends Exception> type, Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String root(Throwable error) {
        var reason = "no reason given";
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof SSLException || (at.getMessage() != null && !(at instanceof OpenStackError))) {
                reason = String.valueOf(at.getMessage());
            } else if (at instanceof UnresolvedAddressException) {
                reason = "its host name is not known";
            } else if (at instanceof ConnectException) {
                reason = "connection refused";
            }
        }
        return reason.replaceAll("\\s+", " ");
    }
}
