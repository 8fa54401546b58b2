package io.jhttp.server.net;

/**
 * The two clocks of the engine: one that never steps, for deadlines, and the wall's, for
 * the {@code Date} field. Tests bring their own.
 */
public interface EngineClock {

	/** The clocks of the system. */
	EngineClock SYSTEM = new EngineClock() {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return System.currentTimeMillis();
		}

	};

	/**
	 * Monotonic time.
	 * @return nanoseconds since some moment
	 */
	long nanoTime();

	/**
	 * Time of day.
	 * @return milliseconds since 1970
	 */
	long currentTimeMillis();

}
