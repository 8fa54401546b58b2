package io.jhttp.spring.boot.test.memory;

/**
 * A channel as its selectors see it.
 */
interface MemorySelectable {

	/** The operations that would not wait now. */
	int readyOperations();

	/** Has a selector told when that may have changed. */
	void watch(Runnable changed);

}
