package org.confocal.mcu;

/** Whether audio is encrypted. */
public enum SrtpPolicy {
  /** Never: whoever insists on it is refused. */
  OFF,
  /** With everybody who can; the others are served as well. */
  OPTIONAL,
  /** Always: whoever cannot is refused. */
  REQUIRED
}
