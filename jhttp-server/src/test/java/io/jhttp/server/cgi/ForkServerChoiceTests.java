package io.jhttp.server.cgi;

import java.nio.file.Path;

import io.jhttp.server.cgi.process.ScriptUserTests;
import io.jhttp.server.cgi.process.SpawnerTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a handler has a fork server.
 */
@EnabledOnOs(OS.LINUX)
class ForkServerChoiceTests {

	@TempDir
	Path temporary;

	@Test
	void whoWantsNoneHasNone() throws Exception {
		CgiServer.eventually(() -> forkServers() == 0);
		try (CgiServer server = CgiServer.start(this.temporary, (cgi) -> cgi.forkServer(false).forkServerAfter(0))) {
			server.sh("cgi-bin/x", "echo Content-Type: a/b; echo; echo ran");
			assertThat(server.get("/cgi-bin/x")).contains("ran\n");
			assertThat(forkServers()).isZero();
		}
		boolean alone = SpawnerTests.isNativeAccessEnabled() && !ScriptUserTests.isRoot();
		try (CgiServer server = CgiServer.start(this.temporary, (cgi) -> cgi.forkServerAfter(0))) {
			assertThat(server.get("/cgi-bin/x")).contains("ran\n");
			assertThat(forkServers()).isEqualTo(alone ? 0 : 1);
		}
		CgiServer.eventually(() -> forkServers() == 0);
	}

	private static long forkServers() {
		return ProcessHandle.current().children().filter(CgiServer::isForkServer).count();
	}

}
