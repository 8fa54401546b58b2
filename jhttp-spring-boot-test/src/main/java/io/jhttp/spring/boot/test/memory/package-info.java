/**
 * A network in memory: the channels, the selector and the sockets of one process, which
 * behave as those of the system do. A server that is given
 * {@link io.jhttp.spring.boot.test.memory.MemoryNetwork} runs as it always does, with its
 * event loops, its protocol and its deadlines, and opens no socket.
 */
@NullMarked
package io.jhttp.spring.boot.test.memory;

import org.jspecify.annotations.NullMarked;
