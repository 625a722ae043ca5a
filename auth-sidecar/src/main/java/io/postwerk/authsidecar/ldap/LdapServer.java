package io.postwerk.authsidecar.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import io.postwerk.authsidecar.users.Directory;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.trust.ClientTls;
import io.postwerk.trust.TrustException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Connections to an LDAP server: some that search, under the directory's own login, and some on which users bind, which are never
 * searched on. Made when they are first needed.
 */
final class LdapServer implements AutoCloseable {

    private final Directory directory;
    private final DirectoryConfig.Source.Ldap config;
    private Optional<Opened> opened = Optional.empty();
    private boolean closed;

    private record Opened(Optional<SmtpCredentials.Login> login, LDAPConnectionPool searches, LDAPConnectionPool binds)
            implements AutoCloseable {
        @Override
        public void close() {
            searches.close();
            binds.close();
        }
    }

    LdapServer(Directory directory, DirectoryConfig.Source.Ldap config) {
        this.directory = directory;
        this.config = config;
    }

    SearchResult search(String base, SearchScope scope, String filter, String... attributes) throws LDAPException {
        var request = new SearchRequest(base, scope, filter, attributes);
        request.setSizeLimit(2);
        request.setTimeLimitSeconds(Math.max(1, config.timeoutMillis() / 1000));
        return pools().searches().search(request);
    }

    /**
     * Whether the server takes the password for that entry's. Must not be called with an empty password, which would be an
     * anonymous bind.
     */
    boolean binds(String dn, String password) throws LDAPException {
        LDAPConnectionPool pool = pools().binds();
        var request = new SimpleBindRequest(dn, password);
        try {
            bind(pool, request);
            return true;
        } catch (LDAPException e) {
            if (refusesLogin(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    /** A pooled connection may have been closed by the server: then it is tried once more, on a new one. */
    private static void bind(LDAPConnectionPool pool, BindRequest request) throws LDAPException {
        LDAPConnection connection = pool.getConnection();
        try {
            connection.bind(request);
            pool.releaseConnection(connection);
        } catch (LDAPException e) {
            if (e.getResultCode().isConnectionUsable()) {
                pool.releaseConnection(connection);
                throw e;
            }
            LDAPConnection fresh = pool.replaceDefunctConnection(connection);
            try {
                fresh.bind(request);
                pool.releaseConnection(fresh);
            } catch (LDAPException again) {
                pool.releaseConnectionAfterException(fresh, again);
                throw again;
            }
        }
    }

    /** RFC 4511 4.2.2, 4.1.9. */
    private static boolean refusesLogin(ResultCode code) {
        return code.equals(ResultCode.INVALID_CREDENTIALS)
                || code.equals(ResultCode.NO_SUCH_OBJECT)
                || code.equals(ResultCode.INAPPROPRIATE_AUTHENTICATION)
                || code.equals(ResultCode.INVALID_DN_SYNTAX);
    }

    private synchronized Opened pools() throws LDAPException {
        if (closed) {
            throw new LDAPException(ResultCode.UNAVAILABLE, "the program stops");
        }
        Optional<SmtpCredentials.Login> login = directory.login();
        if (opened.map(Opened::login).filter(login::equals).isEmpty()) {
            opened.ifPresent(Opened::close);
            opened = Optional.empty();
            opened = Optional.of(open(login));
        }
        return opened.get();
    }

    private Opened open(Optional<SmtpCredentials.Login> login) throws LDAPException {
        try {
            SSLContext tls = ClientTls.context(config.ca());
            BindRequest account = login.<BindRequest>map(l ->
                            new SimpleBindRequest(l.username(), l.password().reveal()))
                    .orElseGet(SimpleBindRequest::new);
            LDAPConnectionPool searches = pool(tls, account);
            searches.setRetryFailedOperationsDueToInvalidConnections(true);
            return new Opened(login, searches, pool(tls, new SimpleBindRequest()));
        } catch (TrustException e) {
            throw new LDAPException(ResultCode.CONNECT_ERROR, e.getMessage(), e);
        }
    }

    /** No connection is made here: the program starts even if the server is away. */
    private LDAPConnectionPool pool(SSLContext tls, BindRequest bind) throws LDAPException {
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(config.timeoutMillis());
        options.setResponseTimeoutMillis(config.timeoutMillis());
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true)); // RFC 4513 3.1.3
        options.setFollowReferrals(false);
        String[] hosts = new String[config.hosts().size()];
        int[] ports = new int[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            String host = config.hosts().get(i);
            int colon = host.lastIndexOf(':');
            hosts[i] = host.substring(0, colon).replaceAll("[\\[\\]]", ""); // of an IPv6 address
            ports[i] = Integer.parseInt(host.substring(colon + 1));
        }
        var servers = config.tls() == TlsConfig.Mode.IMPLICIT
                ? new FailoverServerSet(hosts, ports, tls.getSocketFactory(), options)
                : new FailoverServerSet(hosts, ports, options);
        var startTls = config.tls() == TlsConfig.Mode.START_TLS ? new StartTLSPostConnectProcessor(tls) : null;
        var pool = new LDAPConnectionPool(servers, bind, 0, config.connections(), startTls);
        pool.setCreateIfNecessary(false);
        pool.setMaxWaitTimeMillis(config.timeoutMillis());
        pool.setConnectionPoolName("directory " + directory.name());
        return pool;
    }

    @Override
    public synchronized void close() {
        closed = true;
        opened.ifPresent(Opened::close);
        opened = Optional.empty();
    }
}
