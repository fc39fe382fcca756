-- 计算期间的法律依据: the articles that every explanation cites.

select jiancha.define_basis('start_day_out', '民法典 第二百零一条',
    '按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。');
select jiancha.define_basis('last_day_rolls', '民法典 第二百零三条',
    '期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。');
select jiancha.define_basis('working_days', '行政许可法 第八十二条',
    '本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日。');
select jiancha.define_basis('special_procedure', '行政许可法 第四十五条',
    '依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在规定的期限内。');
select jiancha.define_basis('extension', '行政许可法 第四十二条',
    '二十日内不能作出决定的，经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人。');
