package org.confocal.load.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.confocal.load.message.MessageFormatException;
import org.confocal.load.message.SipMessage;

/** Cuts a stream into SIP messages by Content-Length (RFC 3261 section 18.3). */
final class MessageFramer extends ByteToMessageDecoder {
  private static final int MOST_BODY = 4 * 1024 * 1024;

  private int bodyLength = -1;
  private String head = "";
  private int searched;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (bodyLength < 0 && !readHead(in)) {
      return;
    }
    if (in.readableBytes() < bodyLength) {
      return;
    }
    String body = in.readCharSequence(bodyLength, StandardCharsets.UTF_8).toString();
    bodyLength = -1;
    out.add(SipMessage.parse(head, body));
  }

  private boolean readHead(ByteBuf in) {
    while (searched == 0 && in.isReadable() && isLineEnd(in.getByte(in.readerIndex()))) {
      in.skipBytes(1); // keep-alives (RFC 5626)
    }
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > SipMessage.MOST_HEAD) {
        throw new MessageFormatException(
            "a head of more than " + SipMessage.MOST_HEAD + " bytes", "its end");
      }
      return false;
    }
    head = in.readCharSequence(end - in.readerIndex(), StandardCharsets.UTF_8).toString();
    in.skipBytes(4);
    searched = 0;
    bodyLength = Math.max(0, SipMessage.bodyLength(head));
    if (bodyLength > MOST_BODY) {
      throw new MessageFormatException("Content-Length: " + bodyLength, "at most " + MOST_BODY);
    }
    return true;
  }

  private int endOfHead(ByteBuf in) {
    int from = in.readerIndex() + searched;
    for (int i = from; i + 3 < in.writerIndex(); i++) {
      if (in.getByte(i) == '\r'
          && in.getByte(i + 1) == '\n'
          && in.getByte(i + 2) == '\r'
          && in.getByte(i + 3) == '\n') {
        return i;
      }
    }
    searched = Math.max(0, in.readableBytes() - 3);
    return -1;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }
}
