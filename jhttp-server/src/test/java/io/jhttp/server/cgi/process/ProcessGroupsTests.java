package io.jhttp.server.cgi.process;

import io.jhttp.server.cgi.CgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose processes are ended.
 */
@EnabledOnOs(OS.LINUX)
class ProcessGroupsTests {

	@Test
	@EnabledIf(value = "io.jhttp.server.cgi.process.ScriptUserTests#isRoot",
			disabledReason = "only root can become another user")
	void rootEndsNoProcessesButThoseOfTheScriptsUser() throws Exception {
		ScriptUser nobody = ScriptUser.named("nobody");
		Process foreign = new ProcessBuilder("setsid", "sleep", "1000").start();
		Process own = new ProcessBuilder("setsid", "setpriv", "--reuid=" + nobody.uid(), "--clear-groups", "sleep",
				"1000")
			.start();
		try {
			CgiServer.eventually(() -> nobody.owns(own.pid()));
			ProcessGroups groups = new ProcessGroups(nobody);
			long now = System.nanoTime();
			groups.end(foreign.pid(), "none", now, true);
			groups.end(own.pid(), "none either", now, true);
			groups.sweep(now + 1);
			assertThat(own.waitFor()).isNotZero();
			assertThat(foreign.isAlive()).isTrue();
			groups.sweep(now + 1);
			assertThat(groups.isEmpty()).isTrue();
		}
		finally {
			foreign.destroyForcibly();
			own.destroyForcibly();
		}
	}

}
