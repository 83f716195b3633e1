/** A door: tells at a glance what is no entry into a designated role. The words beside it say the same. */
export const DoorIcon = () => (
  <svg class="door-icon" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M1.5 10.5h9M3 10.5v-9h6v9M7.2 6v.6" />
  </svg>
);
