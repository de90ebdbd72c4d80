import { type Cells, codes, dayFromNow, event, penalty } from '../intake/credit-rows.ts'

/** What is put into every text of a record and of what hangs on it, and so must vanish with it. */
export type Marked = { readonly mark: string; readonly code: string; readonly certificate: string }

/** Records that are repaired, that end by their day, that are withdrawn with an inspection, and that stay. */
export const repaired: Marked = { mark: '隐去甲', code: codes[2], certificate: 'YQJ-0001' }
export const expiring: Marked = { mark: '隐去乙', code: codes[3], certificate: 'YQY-0001' }
export const withdrawn: Marked = { mark: '隐去丁', code: codes[5], certificate: 'YQD-0001' }
export const staying: Marked = { mark: '留下丙', code: codes[4], certificate: 'LXB-0001' }

/** A penalty that may be repaired by now, with the mark wherever its layout has text. */
export function markedPenalty({ mark, code }: Marked, cells: Cells = {}): Cells {
  const text = (field: string) => `示例${mark}${field}`
  return penalty(`${mark}-1-`, {
    cf_xdr_mc: text('有限公司'),
    cf_xdr_shxym: code,
    cf_jdrq: dayFromNow(-150),
    cf_wfxw: text('违法行为'),
    cf_sy: text('事实'),
    cf_yj: text('依据'),
    cf_nr: text('内容'),
    cf_nr_zkdx: text('证照'),
    cf_cfjg: text('局'),
    cf_cfjgdm: '',
    cf_sjly: text('来源'),
    bz: text('备注'),
    dfbm: '440300',
    ...cells,
  })
}

/** An event of the hub's own layout, about a certificate. */
export function markedEvent({ mark, code, certificate }: Marked, cells: Cells = {}): Cells {
  const text = (field: string) => `示例${mark}${field}`
  return event(`示${mark}-2号`, {
    name: text('有限公司'),
    uscc: code,
    title: text('标题'),
    violation: text('违法行为'),
    facts: text('事实'),
    basis: text('依据'),
    content: text('内容'),
    remarks: text('备注'),
    result: text('结果'),
    authority: text('厅'),
    severity: 'GENERAL',
    certificate_number: certificate,
    decision_date: dayFromNow(-150),
    ...cells,
  })
}

/** What another authority does because of the penalty. */
export function markedMeasure({ mark }: Marked): Cells {
  return {
    record_decision_number: `示市监处罚〔2026〕${mark}-1-号`,
    record_authority: `示例${mark}局`,
    measure: `示例${mark}措施`,
    authority: `示例${mark}厅`,
    basis: `示例${mark}清单`,
    valid_from: dayFromNow(-100),
  }
}

/** The certificate that the event names: of somebody else, and it stays. */
export function certificateRow({ certificate }: Marked): Cells {
  return {
    number: certificate,
    scheme: 'QMS',
    holder: codes[7],
    holder_scheme: 'CN-USCC',
    holder_name: '示例留存有限公司',
    body: codes[6],
    body_scheme: 'CN-USCC',
    body_name: '示例认证有限公司',
    status: '有效',
    valid_from: dayFromNow(-200),
    valid_to: dayFromNow(300),
    region: '440300',
  }
}
