package io.jhttp.server.net;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IpLiteral}.
 */
class IpLiteralTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "2001:db8::1, [2001:db8:0:0:0:0:0:1]", "fe80::1%1, [fe80:0:0:0:0:0:0:1]" })
	void anAddressOfIpv6HasBracketsInAUrlAndNoZone(String address, String host) throws Exception {
		assertThat(IpLiteral.hostOf(InetAddress.getByName(address))).isEqualTo(host);
	}

}
