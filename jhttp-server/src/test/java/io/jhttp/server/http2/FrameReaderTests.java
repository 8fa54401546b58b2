package io.jhttp.server.http2;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames as they come, each split at every byte.
 */
class FrameReaderTests {

	private static final byte[] SETTINGS = Http2Client.frame(FrameType.SETTINGS, 0, 0);

	private static byte[] behindSettings(byte[]... frames) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.writeBytes(SETTINGS);
		for (byte[] frame : frames) {
			all.writeBytes(frame);
		}
		return all.toByteArray();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "0 1 3 68656c6c6f | data 3 hello 5", "0 1 1 | data 1  0",
			"0 9 1 0268690000 | data 1 hi 5", "0 9 1 00 | data 1  1", "0 8 1 0201 | PROTOCOL_ERROR",
			"0 8 1 | FRAME_SIZE_ERROR", "0 0 0 61 | PROTOCOL_ERROR", "1 5 1 6162 | headers 1 ab end",
			"1 4 1 6162 | headers 1 ab", "1 2c 3 0200000001ff61620000 | headers 3 ab",
			"1 24 3 00000003ff61 | headers 3 a, stream 3 PROTOCOL_ERROR", "1 24 3 00000001 | FRAME_SIZE_ERROR",
			"1 c 1 0500 | PROTOCOL_ERROR", "1 4 0 61 | PROTOCOL_ERROR", "2 0 1 00000003ff | priority",
			"2 0 1 00000001ff | stream 1 PROTOCOL_ERROR", "2 0 1 00000003 | stream 1 FRAME_SIZE_ERROR",
			"2 0 0 00000003ff | PROTOCOL_ERROR", "3 0 1 00000008 | reset 1", "3 0 1 000008 | FRAME_SIZE_ERROR",
			"3 0 0 00000008 | PROTOCOL_ERROR", "4 0 0 000400000001 | settings 000400000001", "4 1 0 | acknowledged",
			"4 0 0 0004000000 | FRAME_SIZE_ERROR", "4 1 0 000400000001 | FRAME_SIZE_ERROR", "4 0 1 | PROTOCOL_ERROR",
			"5 4 1 0000000261 | PROTOCOL_ERROR", "6 0 0 6162636465666768 | ping abcdefgh",
			"6 1 0 6162636465666768 | pong abcdefgh", "6 0 0 61626364656667 | FRAME_SIZE_ERROR",
			"6 0 1 6162636465666768 | PROTOCOL_ERROR", "7 0 0 0000000100000000 | goaway",
			"7 0 0 00000001000000 | FRAME_SIZE_ERROR", "7 0 1 0000000100000000 | PROTOCOL_ERROR",
			"8 0 0 00000010 | window 0 16", "8 0 5 80000010 | window 5 16", "8 0 0 00000000 | PROTOCOL_ERROR",
			"8 0 5 00000000 | stream 5 PROTOCOL_ERROR", "8 0 5 000010 | FRAME_SIZE_ERROR", "9 4 1 61 | PROTOCOL_ERROR",
			"10 0 0 00000003753d31 | priority 3 u=1", "10 0 0 000003 | FRAME_SIZE_ERROR",
			"10 0 3 00000003 | PROTOCOL_ERROR", "ff ff 7 61 | unknown" })
	void eachFrameMeansTheSameHoweverItIsSplit(String frame, String expected) {
		String[] parts = frame.split(" ");
		byte[] payload = HexFormat.of().parseHex((parts.length > 3) ? parts[3] : "");
		byte[] bytes = behindSettings(Http2Client.frame(Integer.parseInt(parts[0], 16), Integer.parseInt(parts[1], 16),
				Integer.parseInt(parts[2]), payload));
		assertThat(ToldFrames.read(bytes, bytes.length)).isEqualTo(expected);
		int[] each = new int[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			each[i] = i + 1;
			assertThat(ToldFrames.read(bytes, i, bytes.length)).as("split at %d", i).isEqualTo(expected);
		}
		assertThat(ToldFrames.read(bytes, each)).isEqualTo(expected);
	}

	@Test
	void headerBlocksArePutTogether() {
		byte[] bytes = behindSettings(Http2Client.frame(FrameType.HEADERS, 1, 1, (byte) 'a'),
				Http2Client.frame(FrameType.CONTINUATION, 0, 1, (byte) 'b'),
				Http2Client.frame(FrameType.CONTINUATION, 4, 1, (byte) 'c'),
				Http2Client.frame(FrameType.DATA, 1, 1, (byte) 'd'));
		for (int i = 0; i < bytes.length; i++) {
			assertThat(ToldFrames.read(bytes, i, bytes.length)).isEqualTo("headers 1 abc end, data 1 d 1");
		}
	}

	@Test
	void nothingComesBetweenThePartsOfAHeaderBlock() {
		byte[] begun = Http2Client.frame(FrameType.HEADERS, 1, 1, (byte) 'a');
		byte[] other = behindSettings(begun, Http2Client.frame(FrameType.PING, 0, 0, new byte[8]));
		assertThat(ToldFrames.read(other, other.length)).isEqualTo("PROTOCOL_ERROR");
		byte[] another = behindSettings(begun, Http2Client.frame(FrameType.CONTINUATION, 4, 3, (byte) 'b'));
		assertThat(ToldFrames.read(another, another.length)).isEqualTo("PROTOCOL_ERROR");
	}

	@Test
	void headerBlocksAreBounded() {
		byte[] begun = Http2Client.frame(FrameType.HEADERS, 1, 1, new byte[60]);
		byte[] large = behindSettings(begun, Http2Client.frame(FrameType.CONTINUATION, 4, 1, new byte[41]));
		assertThat(ToldFrames.read(large, large.length)).isEqualTo("ENHANCE_YOUR_CALM");
		byte[][] many = new byte[18][];
		Arrays.fill(many, Http2Client.frame(FrameType.CONTINUATION, 0, 1));
		many[0] = begun;
		byte[] endless = behindSettings(many);
		assertThat(ToldFrames.read(endless, endless.length)).isEqualTo("ENHANCE_YOUR_CALM");
	}

	@Test
	void aConnectionBeginsWithSettings() {
		byte[] ping = Http2Client.frame(FrameType.PING, 0, 0, new byte[8]);
		assertThat(ToldFrames.read(ping, 9)).isEqualTo("PROTOCOL_ERROR");
		byte[] acknowledged = Http2Client.frame(FrameType.SETTINGS, 1, 0);
		assertThat(ToldFrames.read(acknowledged, 9)).isEqualTo("PROTOCOL_ERROR");
	}

	@Test
	void aFrameThatIsTooLargeIsRefusedByItsHeader() {
		byte[] large = behindSettings(Arrays.copyOf(Http2Client.frame(FrameType.DATA, 0, 1, new byte[16_385]), 9));
		assertThat(ToldFrames.read(large, large.length)).isEqualTo("FRAME_SIZE_ERROR");
	}

}
