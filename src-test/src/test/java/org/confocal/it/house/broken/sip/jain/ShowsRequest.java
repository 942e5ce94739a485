package org.confocal.it.house.broken.sip.jain;

import java.util.List;
import javax.sip.message.Request;

public record ShowsRequest(List<Request> requests) {}
