package org.confocal.sip.jain;

import gov.nist.core.ServerLogger;
import gov.nist.core.StackLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers that JAIN-SIP makes by their class names; it insists on public classes, so they are
 * hidden in this one.
 */
final class QuietLogs {
  private QuietLogs() {}

  /** JAIN-SIP's log, some levels lower: what it calls an error is mostly a client's mistake. */
  public static final class Stack implements StackLogger {
    private static final Logger LOG = LoggerFactory.getLogger("org.confocal.sip.jain.engine");

    @Override
    public boolean isLoggingEnabled(int level) {
      return level <= TRACE_ERROR ? LOG.isDebugEnabled() : LOG.isTraceEnabled();
    }

    @Override
    public boolean isLoggingEnabled() {
      return LOG.isDebugEnabled();
    }

    @Override
    public void logFatalError(String message) {
      LOG.warn(LogText.of(message));
    }

    @Override
    public void logError(String message) {
      LOG.debug(LogText.of(message));
    }

    @Override
    public void logError(String message, Exception e) {
      LOG.debug(LogText.of(message), e);
    }

    @Override
    public void logException(Throwable e) {
      LOG.debug("JAIN-SIP", e);
    }

    @Override
    public void logWarning(String message) {
      LOG.debug(LogText.of(message));
    }

    @Override
    public void logInfo(String message) {
      LOG.trace(LogText.of(message));
    }

    @Override
    public void logDebug(String message) {
      LOG.trace(LogText.of(message));
    }

    @Override
    public void logDebug(String message, Exception e) {
      LOG.trace(LogText.of(message), e);
    }

    @Override
    public void logTrace(String message) {
      LOG.trace(LogText.of(message));
    }

    @Override
    public void logStackTrace() {
      // where JAIN-SIP stands when it sends is of no use
    }

    @Override
    public void logStackTrace(int level) {
      // see above
    }

    @Override
    public int getLineCount() {
      return 0;
    }

    @Override
    public void disableLogging() {
      // SLF4J's business
    }

    @Override
    public void enableLogging() {
      // SLF4J's business
    }

    @Override
    public void setBuildTimeStamp(String stamp) {
      // not told
    }

    @Override
    public void setStackProperties(Properties properties) {
      // none are read
    }

    @Override
    public String getLoggerName() {
      return LOG.getName();
    }
  }

  /** Messages are traced by our own transports, so this logs nothing. */
  public static final class Server implements ServerLogger {
    @Override
    public void closeLogFile() {
      // there is none
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
      // see EngineChannel.Trace
    }

    @Override
    public void logMessage(
        SIPMessage message, String from, String to, String status, boolean sender, long time) {
      // see EngineChannel.Trace
    }

    @Override
    public void logMessage(
        SIPMessage message, String from, String to, String status, boolean sender) {
      // see EngineChannel.Trace
    }

    @Override
    public void logException(Exception e) {
      // told to the stack logger as well
    }

    @Override
    public void setStackProperties(Properties properties) {
      // none are read
    }

    @Override
    public void setSipStack(SipStack stack) {
      // not needed
    }
  }
}
