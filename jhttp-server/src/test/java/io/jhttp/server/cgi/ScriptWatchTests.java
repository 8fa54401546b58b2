package io.jhttp.server.cgi;

import io.jhttp.server.cgi.process.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of all scripts.
 */
@EnabledOnOs(OS.LINUX)
class ScriptWatchTests {

	@Test
	void itWaitsForAScriptThatIsBeingStartedAndLetsNoOtherStart() throws Exception {
		ScriptWatch watch = new ScriptWatch(Patience.USUAL, System::nanoTime, Launcher.find("nobody").newGroups());
		assertThat(watch.beginStart()).isTrue();
		Thread closing = new Thread(watch::close);
		closing.start();
		CgiServer.eventually(() -> {
			boolean starts = watch.beginStart();
			if (starts) {
				watch.endStart();
			}
			return !starts;
		});
		closing.join(200);
		assertThat(closing.isAlive()).isTrue();
		watch.endStart();
		closing.join();
		assertThat(watch.beginStart()).isFalse();
	}

}
