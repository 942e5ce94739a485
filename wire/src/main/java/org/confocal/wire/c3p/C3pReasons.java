package org.confocal.wire.c3p;

/**
 * Why a command failed. Clients show none of these to people; the list is not known to be whole, so
 * a reason is a word and no enum.
 */
public final class C3pReasons {
  public static final String REQUEST_MALFORMED = "requestMalformed";
  public static final String REQUEST_TOO_LARGE = "requestTooLarge";
  public static final String UNAUTHORIZED = "unauthorized";
  public static final String FORBIDDEN = "forbidden";
  public static final String NOT_SUPPORTED = "notSupported";
  public static final String TIMEOUT = "timeout";
  public static final String SERVER_BUSY = "serverBusy";
  public static final String SERVER_INTERNAL_ERROR = "serverInternalError";
  public static final String OTHER_FAILURE = "otherFailure";
  public static final String CONFERENCE_DOESNT_EXIST = "conferenceDoesntExist";
  public static final String CONFERENCE_EXISTS_ALREADY = "conferenceExistsAlready";
  public static final String USER_DOESNT_EXIST = "userDoesntExist";
  public static final String USER_ALREADY_EXISTS = "userAlreadyExists";
  public static final String ENDPOINT_DOESNT_EXIST = "endpointDoesntExist";
  public static final String MEDIA_DOESNT_EXIST = "mediaDoesntExist";
  public static final String MAX_NUMBER_OF_USERS_REACHED = "maxNumberOfUsersReached";
  public static final String INVALID_CONFERENCE_KEY = "invalidConferenceKey";
  public static final String INVALID_PASSCODE = "invalidPasscode";
  public static final String CONFERENCE_LOCKED = "conferenceLocked";

  private C3pReasons() {}
}
