/** Holds the place of rows while they are loaded. */
export const LoadingRows = () => (
  <div class="loading" role="status">
    <span class="unseen">Loading the history</span>
    <p class="sub slow">
      This takes longer than it should. It goes on by itself; notices are sent all the same.
    </p>
    {[0, 1, 2, 3, 4, 5].map((index) => (
      <div class="loading-row" key={index} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    ))}
  </div>
);
