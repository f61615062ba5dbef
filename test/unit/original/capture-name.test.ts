import { expect } from 'chai';
import { describe, it } from 'mocha';
import { assignCaptures } from '../../../engine/original/capture-name.ts';

describe('assignCaptures', () => {
  it('should put files of one folder into one capture', () => {
    const files = new Map([
      ['events', ['/data/a/sysmon.jsonl', '/data/b/sysmon.jsonl']],
      ['flows', ['/data/a/conn.log', '/data/b/conn.log']],
    ]);

    const captures = assignCaptures(files);

    expect(captures.get('events')?.map((one) => one.capture)).to.deep.equal(['a', 'b']);
    expect(captures.get('flows')?.map((one) => one.capture)).to.deep.equal(['a', 'b']);
  });

  it('should see one capture where no folder is shared', () => {
    const files = new Map([
      ['events', ['/hosts/sysmon.jsonl']],
      ['flows', ['/sensor/conn.log']],
    ]);

    const captures = assignCaptures(files);

    expect([...captures.values()].flat().map((one) => one.capture)).to.deep.equal(['all', 'all']);
  });

  it('should tell folders of one name apart by their parents', () => {
    const files = new Map([
      ['events', ['/mon/x/s.jsonl', '/tue/x/s.jsonl']],
      ['flows', ['/mon/x/c.log', '/tue/x/c.log']],
    ]);

    const captures = assignCaptures(files);

    expect(captures.get('flows')?.map((one) => one.capture)).to.deep.equal(['mon/x', 'tue/x']);
  });
});
