package io.postwerk.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Host names that a test makes up and changes, as a cluster's DNS does: those that end in {@value #DOMAIN} exist in here and
 * nowhere else. All others are looked up as ever. The JDK finds it on the class path, for the whole JVM; its caches hold.
 */
public final class TestNames extends InetAddressResolverProvider {
    /** What the names end in. RFC 6761 6.2: no name under {@code .test} exists elsewhere. */
    public static final String DOMAIN = ".names.test";

    private static final Map<String, InetAddress> ADDRESSES = new ConcurrentHashMap<>();

    /**
     * Made by the JDK at its first lookup, before it reads how long it caches, which it does once. A test class that ran
     * earlier may have looked a name up before the code under test says what it wants, so it is said here too.
     */
    public TestNames() {
        Security.setProperty("networkaddress.cache.ttl", "3");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    /** The name has this address from now on. */
    public static void put(String name, String address) {
        ADDRESSES.put(name, InetAddress.ofLiteral(address));
    }

    /** There is no such name any more. */
    public static void remove(String name) {
        ADDRESSES.remove(name);
    }

    @Override
    public String name() {
        return "test names";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver others = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (!host.endsWith(DOMAIN)) {
                    return others.lookupByName(host, policy);
                }
                InetAddress address = ADDRESSES.get(host);
                if (address == null) {
                    throw new UnknownHostException(host);
                }
                return Stream.of(address);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return others.lookupByAddress(address);
            }
        };
    }
}
