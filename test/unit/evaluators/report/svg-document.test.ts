import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SvgDocument } from '../../../../evaluators/report/svg-document.ts';

describe('SvgDocument', () => {
  it('should escape texts and attributes', () => {
    const document = new SvgDocument();
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    text.setAttribute('class', '"><script>');
    text.textContent = 'a < b & "c"';

    expect(text.outerHTML).to.equal(
      '<text class="&quot;&gt;&lt;script&gt;">a &lt; b &amp; &quot;c&quot;</text>',
    );
  });

  it('should keep children in their order when one is moved', () => {
    const document = new SvgDocument();
    const parent = document.createElement('g');
    const [first, second] = ['a', 'b'].map((name) =>
      parent.appendChild(document.createElement(name)),
    );

    parent.insertBefore(second as NonNullable<typeof second>, first ?? null);

    expect(parent.outerHTML).to.equal('<g><b></b><a></a></g>');
  });
});
